"""planroom: decisions, designs and API contracts in one repository, checked against each other."""

__version__ = "0.1.0"
