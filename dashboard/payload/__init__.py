"""What the browser is given: records and figures by day number, layers with their periods."""
