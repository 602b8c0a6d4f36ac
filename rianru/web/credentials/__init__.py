"""What is proven: its public page, the learner's, the staff's, the verifier, and what programs fetch to check it."""
