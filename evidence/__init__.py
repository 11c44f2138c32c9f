"""Room for what a CRM export says about the promises; it may import catalog only."""
