"""The credential service that a Data API asks for the secrets of stored keys."""
