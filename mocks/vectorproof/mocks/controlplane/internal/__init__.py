"""The internal credential service that a Data API asks for stored secrets."""
