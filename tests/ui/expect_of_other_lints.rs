//@check-pass
//! Expectations of lints that only upstream Clippy has. This driver cannot say whether they are fulfilled.

#[expect(clippy::needless_return)]
#[expect(clippy::all)]
#[expect(clippy::suspicious)]
fn expects_other_lints() {}
