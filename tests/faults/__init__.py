"""What happens to people when a server goes away: commands on real servers of their own, see ``__main__``."""
