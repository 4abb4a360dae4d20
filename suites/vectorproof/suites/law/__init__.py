"""Laws: what two answers tell of each other, where nobody need know what is stored."""
