"""第一章 基本民生保障: the programs of social assistance."""
