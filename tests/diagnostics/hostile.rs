//! Input that is hostile rather than wrong: whatever it is, Leerpad says so and ends.
