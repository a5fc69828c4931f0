from tests.towns import town_template

__all__ = ["town_template"]
