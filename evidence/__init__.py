"""What the CRM says about the promises; it may import catalog only."""
