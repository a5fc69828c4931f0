"""The rule language: rules of law as short Chinese functions, traced once, printed for every engine. Pure, no Django."""
