"""Writes the nodes of a template as one function of Python.

Django reads a template node by node, and each asks again what kind of thing it has in its hands: that took half of a
page's time. Here text, variables, conditions, loops and simple tags become lines of a function; every other kind of
node renders itself, from one of those lines. Whatever goes wrong on the straight way (``looking.py``) is done once more
by Django's own node, so that what is missing, empty or wrong gives what it always gave.
"""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.template import VariableDoesNotExist, defaulttags
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.library import SimpleNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

from scrutiny.templating.looking import NotHere, kept_safe, known, look, rows_of, shown, unpacked

Draw = Callable[[Any], SafeString]

NAMES: dict[str, Any] = {
    "SafeString": SafeString,
    "conditional_escape": conditional_escape,
    "kept_safe": kept_safe,
    "known": known,
    "look": look,
    "rows_of": rows_of,
    "shown": shown,
    "template_localtime": template_localtime,
    "unpacked": unpacked,
}
BOTH_SIDES = {"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "and", "or"}
INDENTED = re.compile(r"\n\s+")
# Attributes under which a tag keeps the name that it gives to what it found.
GIVEN = re.compile(r"as_?var|target_var|var_?name|variable_name")


def written(nodes: NodeList) -> tuple[Draw, list[Node]]:
    """The function that draws these nodes, and the nodes that draw themselves."""
    writer = Writer(nodes)
    writer.write(nodes, "    ", {})
    source = "\n".join(["def draw(context):", "    out = []", "    add = out.append", *writer.lines])
    exec(compile(f"{source}\n    return SafeString(''.join(out))", "<template>", "exec"), writer.names)  # noqa: S102  # our own templates
    return writer.names["draw"], writer.others


class Writer:
    """The lines of one function, and what they name."""

    def __init__(self, nodes: NodeList) -> None:
        self.lines: list[str] = []
        self.names = dict(NAMES)
        self.others: list[Node] = []
        self.numbers = count()
        # What a tag inside gives a value to may change at any time, and is asked of the context each time.
        self.given = {
            value for node in everything(nodes) for name, value in vars(node).items() if GIVEN.fullmatch(name)
        }

    def name(self, value: Any) -> str:
        """A name for a value that lines need."""
        found = f"v{next(self.numbers)}"
        self.names[found] = value
        return found

    def write(self, nodes: NodeList, indent: str, at_hand: dict[str, str]) -> None:
        """The lines that draw nodes. ``at_hand`` are the names of loops and of what they are called in the function."""
        for node in nodes:
            write = WAYS.get(type(node), Writer.write_other)
            write(self, node, indent, at_hand)

    def write_other(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A node that draws itself."""
        self.others.append(node)
        self.lines.append(f"{indent}add({self.name(node)}.render_annotated(context))")

    def write_text(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A text as it stands; on a page without the indentation by which only its template is read."""
        is_page = node.origin is not None and str(node.origin.name).endswith(".html")
        text = INDENTED.sub("\n", node.s) if is_page else node.s
        if text:
            self.lines.append(f"{indent}add({text!r})")

    def write_nothing(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A remark, or what was said to the one who read the template."""

    def write_variable(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A value as it is printed."""
        try:
            value = self.expression(node.filter_expression, at_hand)
        except NotHere:
            self.write_other(node, indent, at_hand)
            return
        again = f"{self.name(node)}.render(context)"
        self.lines += [
            f"{indent}try:",
            f"{indent}    text = shown({value}, context)",
            f"{indent}except Exception:",
            f"{indent}    text = {again}",
            f"{indent}add(text)",
        ]

    def write_if(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """Conditions, one inside the other's else."""
        for condition, inside in node.conditions_nodelists:
            if condition is None:
                self.write(inside, indent, at_hand)
                return
            self.write_value(
                "met", self.condition_or_none(condition, at_hand), f"{self.name(Once(condition))}.met(context)", indent
            )
            self.lines.append(f"{indent}if met:")
            self.lines.append(f"{indent}    pass")
            self.write(inside, f"{indent}    ", at_hand)
            self.lines.append(f"{indent}else:")
            self.lines.append(f"{indent}    pass")
            indent += "    "

    def write_value(self, name: str, value: str | None, again: str, indent: str) -> None:
        """Give a name to a value; ``again`` is how Django finds it."""
        if value is None:
            self.lines.append(f"{indent}{name} = {again}")
            return
        self.lines += [
            f"{indent}try:",
            f"{indent}    {name} = {value}",
            f"{indent}except Exception:",
            f"{indent}    {name} = {again}",
        ]

    def write_with(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """Names that hold inside."""
        number, hidden = next(self.numbers), dict(at_hand)
        for at, (name, value) in enumerate(node.extra_context.items()):
            own = f"w{number}_{at}"
            again = f"{self.name(value)}.resolve(context)"
            self.write_value(own, self.expression_or_none(value, at_hand), again, indent)
            hidden.pop(name, None)
            if name not in self.given:
                hidden[name] = own
        values = ", ".join(f"{name!r}: w{number}_{at}" for at, name in enumerate(node.extra_context))
        self.lines.append(f"{indent}context.dicts.append({{{values}}})")
        self.write(node.nodelist, indent, hidden)
        self.lines.append(f"{indent}context.dicts.pop()")

    def write_for(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A loop. Of one with several names these are asked of the context."""
        number, name = next(self.numbers), node.loopvars[0]
        rows, loop, names, own = (f"{kind}{number}" for kind in ("rows", "loop", "names", "own"))
        again = f"{self.name(node.sequence)}.resolve(context, ignore_failures=True)"
        self.write_value(rows, self.expression_or_none(node.sequence, at_hand, is_needed=False), again, indent)
        hidden = {key: value for key, value in at_hand.items() if key not in (*node.loopvars, "forloop")}
        is_one = len(node.loopvars) == 1
        if is_one and name not in self.given:
            hidden[name] = own
        inner = f"{indent}    "
        self.lines += [
            f"{indent}{rows} = rows_of({rows})",
            f"{indent}if len({rows}):",
            f"{inner}many{number} = len({rows})",
            f"{inner}{loop} = {{'parentloop': known(context, 'forloop', False) or {{}}}}",
            f"{inner}{names} = {{'forloop': {loop}}}",
            f"{inner}context.dicts.append({names})",
            f"{inner}for at{number}, {own} in enumerate({f'reversed({rows})' if node.is_reversed else rows}):",
            f"{inner}    {loop}['counter0'] = at{number}",
            f"{inner}    {loop}['counter'] = at{number} + 1",
            f"{inner}    {loop}['revcounter'] = many{number} - at{number}",
            f"{inner}    {loop}['revcounter0'] = many{number} - at{number} - 1",
            f"{inner}    {loop}['first'] = at{number} == 0",
            f"{inner}    {loop}['last'] = at{number} == many{number} - 1",
        ]
        if is_one:
            self.lines.append(f"{inner}    {names}[{name!r}] = {own}")
        else:
            self.lines.append(f"{inner}    context.dicts.append(unpacked({own}, {tuple(node.loopvars)!r}))")
        self.write(node.nodelist_loop, f"{inner}    ", hidden)
        if not is_one:
            self.lines.append(f"{inner}    context.dicts.pop()")
        self.lines += [f"{inner}context.dicts.pop()", f"{indent}else:", f"{inner}pass"]
        self.write(node.nodelist_empty, inner, at_hand)

    def write_tag(self, node: Any, indent: str, at_hand: dict[str, str]) -> None:
        """A tag that is a function of its arguments."""
        try:
            args = [self.expression(value, at_hand) for value in node.args]
            named = [f"{name!r}: {self.expression(value, at_hand)}" for name, value in node.kwargs.items()]
        except NotHere:
            self.write_other(node, indent, at_hand)
            return
        given = f"([{', '.join([*(['context'] if node.takes_context else []), *args])}], {{{', '.join(named)}}})"
        self.write_value("given", given, f"{self.name(node)}.get_resolved_arguments(context)", indent)
        self.lines.append(f"{indent}value = {self.name(node.func)}(*given[0], **given[1])")
        if node.target_var is not None:
            self.lines.append(f"{indent}context[{node.target_var!r}] = value")
            return
        self.lines.append(f"{indent}add(str(conditional_escape(value) if context.autoescape else value))")

    # --- Expressions ------------------------------------------------------------------------------------------------

    def expression_or_none(self, value: Any, at_hand: dict[str, str], is_needed: bool = True) -> str | None:
        """The same, None where only Django can find it."""
        try:
            return self.expression(value, at_hand, is_needed)
        except NotHere:
            return None

    def expression(self, value: Any, at_hand: dict[str, str], is_needed: bool = True) -> str:
        """A value with its filters; None where the context need not have it. NotHere where it cannot be said."""
        if not isinstance(value, FilterExpression):
            return self.variable(value, at_hand, is_needed)
        found = self.variable(value.var, at_hand, is_needed) if value.is_var else self.name(value.var)
        for func, args in value.filters:
            given = [self.variable(arg, at_hand) if is_asked else self.name(SafeString(arg)) for is_asked, arg in args]
            if getattr(func, "expects_localtime", False):
                found = f"template_localtime({found}, context.use_tz)"
            if getattr(func, "needs_autoescape", False):
                given.append("autoescape=context.autoescape")
            before = f"b{next(self.numbers)}"
            is_safe = getattr(func, "is_safe", False)
            made = f"{self.name(func)}({', '.join([f'({before} := {found})' if is_safe else found, *given])})"
            found = f"kept_safe({made}, {before})" if is_safe else made
        return found

    def variable(self, value: Any, at_hand: dict[str, str], is_needed: bool = True) -> str:
        """A variable, or what stands for itself."""
        if not isinstance(value, Variable) or value.translate:
            raise NotHere
        if value.literal is not None:
            return self.name(value.literal)
        first, *others = value.lookups or ()
        otherwise = "" if is_needed or others else ", False"
        found = at_hand.get(first) or f"known(context, {first!r}{otherwise})"
        for name in others:
            found = f"look({found}, {name!r})"
        return found

    def condition_or_none(self, condition: Any, at_hand: dict[str, str]) -> str | None:
        """A condition; None where only Django can tell."""
        try:
            return self.condition(condition, at_hand)
        except NotHere:
            return None

    def condition(self, condition: Any, at_hand: dict[str, str]) -> str:
        """A condition with its operators."""
        if isinstance(condition, defaulttags.TemplateLiteral):
            return self.expression(condition.value, at_hand, is_needed=False)
        if condition.id == "not":
            return f"(not {self.condition(condition.first, at_hand)})"
        if condition.id not in BOTH_SIDES:
            raise NotHere
        first, second = (self.condition(side, at_hand) for side in (condition.first, condition.second))
        return f"({first} {condition.id} {second})"


class Once:
    """A condition as Django decides it."""

    def __init__(self, condition: Any) -> None:
        self.condition = condition

    def met(self, context: Any) -> Any:
        """Whether it holds; what is missing does not."""
        try:
            return self.condition.eval(context)
        except VariableDoesNotExist:
            return None


def everything(nodes: NodeList) -> Iterator[Node]:
    """All nodes, and those inside of them."""
    yield from nodes.get_nodes_by_type(Node)


WAYS: dict[type, Callable[[Writer, Any, str, dict[str, str]], None]] = {
    TextNode: Writer.write_text,
    VariableNode: Writer.write_variable,
    SimpleNode: Writer.write_tag,
    defaulttags.CommentNode: Writer.write_nothing,
    defaulttags.LoadNode: Writer.write_nothing,
    defaulttags.ForNode: Writer.write_for,
    defaulttags.IfNode: Writer.write_if,
    defaulttags.WithNode: Writer.write_with,
}
