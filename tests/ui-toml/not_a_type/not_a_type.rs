//! Paths that lead to something that is neither a type nor a function with a result, or through one.
//@error-in-other-file: `std::mem::swap` is a function that returns no value
//@error-in-other-file: `std::sync` is a module, not a type
//@error-in-other-file: `std::vec` is a module, not a type
//@error-in-other-file: `std::option::Option::Some` is a variant, not a type
//@error-in-other-file: there is no function `std::option::Option::Nothing`
//@error-in-other-file: `std::option::Option::Some` is a variant, not a type
//@error-in-other-file: there is no function `std::sync::atomic::AtomicUsize::nev`
//@error-in-other-file: `std::u32::MAX` is a constant, not a type
//@error-in-other-file: `std::mem::take` is a function, which cannot have generic arguments here
//@error-in-other-file: `crate::nothing` is an `async fn`: it returns a future, which is meant to be held across an `await` point
//@error-in-other-file: `std::mem::forget` is a function that returns no value

async fn wait() {}

async fn nothing() {
    wait().await;
}
