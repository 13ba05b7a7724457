"""What can be done about partners and their people. Each service asks who may, then what is allowed now, then acts."""
