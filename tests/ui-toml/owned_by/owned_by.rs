//! `owned-by = false` means the value itself and nothing that owns it.

struct Whole(u8);

impl Drop for Whole {
    fn drop(&mut self) {}
}

struct Part(u8);

impl Drop for Part {
    fn drop(&mut self) {}
}

async fn wait() {}

async fn itself() {
    let whole = Whole(1); //~ await_holding_invalid_type
    let part = Part(1); //~ await_holding_invalid_type
    wait().await;
    println!("{} {}", whole.0, part.0);
}

async fn owners() {
    let whole = Some(Whole(1));
    let wholes = (1, vec![Whole(1)]);
    let part = Some(Part(1)); //~ await_holding_invalid_type
    wait().await;
    drop((whole, wholes, part));
}

fn main() {}
