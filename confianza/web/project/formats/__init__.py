"""How numbers and dates are written where Confianza works, where Django's own tables differ."""
