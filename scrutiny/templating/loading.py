"""The loader of templates: each is written as a function when it is first asked for."""

from typing import Any

from django.template import Template
from django.template.base import NodeList
from django.template.loaders.cached import Loader as CachedLoader
from django.utils.safestring import SafeString

from scrutiny.templating.writing import Draw, written


class DrawnNodes(NodeList):
    """Nodes that one function draws."""

    draw: Draw

    def render(self, context: Any) -> SafeString:
        """What the nodes would render, one after the other."""
        return self.draw(context)


class Loader(CachedLoader):
    """Django's loader that keeps templates, which keeps them as functions."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template; kept, once it was read."""
        template: Template = super().get_template(template_name, skip)
        # In debug mode Django tells at which node a template failed, which a function does not know.
        if not self.engine.debug and not isinstance(template.nodelist, DrawnNodes):
            template.nodelist = drawn(template.nodelist)
        return template


def drawn(nodes: NodeList) -> DrawnNodes:
    """The same nodes, drawn by a function; so are those inside of any that draw what is inside them by themselves."""
    found = DrawnNodes(nodes)
    found.contains_nontext = nodes.contains_nontext
    found.draw, others = written(nodes)
    for node in others:
        for name in node.child_nodelists:
            inside = getattr(node, name, None)
            if isinstance(inside, NodeList) and not isinstance(inside, DrawnNodes):
                setattr(node, name, drawn(inside))
    return found
