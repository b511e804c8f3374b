"""All that knows a network: training, data sets, and measurements of how far trainings come."""
