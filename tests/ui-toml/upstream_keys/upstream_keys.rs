//! Keys of upstream Clippy, also a renamed one, do nothing and draw no warning.
//@check-pass

async fn nothing() {
    async {}.await;
}
