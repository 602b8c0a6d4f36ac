"""JSON face: one module per area; OpenAPI. It reads through the same queries as the pages, and knows no session."""
