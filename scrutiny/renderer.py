"""Every form field is drawn by one template."""

from django.forms.renderers import TemplatesSetting


class FieldGroups(TemplatesSetting):
    """Django's renderer with the project's own field template (``{{ field.as_field_group }}``)."""

    field_template_name = "forms/field.html"
