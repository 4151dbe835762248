//! Types that need no drop are held for as long as they are used.

#[derive(Clone, Copy)]
struct Token(u8);

impl Token {
    fn text(&self) -> String {
        self.0.to_string()
    }

    fn number(&self) -> Option<u8> {
        Some(self.0)
    }
}

struct Scope<'a>(&'a str);

struct Owner {
    token: Token,
    name: String,
}

async fn wait() {}

async fn keep<T>(value: T) -> T {
    wait().await;
    value
}

fn show(token: Token) {
    println!("{}", token.0);
}

async fn used_later() {
    let token = Token(1); //~ await_holding_invalid_type
    wait().await;
    println!("{}", token.0);
}

async fn used_before() {
    let token = Token(1);
    println!("{}", token.0);
    wait().await;
}

async fn borrowed_before() {
    let token = Token(1);
    let reference = &token;
    println!("{}", reference.0);
    wait().await;
}

async fn borrowed_for_longer() {
    let token = Token(1); //~ await_holding_invalid_type
    let reference = &token;
    wait().await;
    println!("{}", reference.0);
}

async fn borrowed_by_several() {
    let token = Token(1); //~ await_holding_invalid_type
    let references = [&token; 3];
    wait().await;
    println!("{}", references[0].0);
}

async fn something_else_was_made_of_it() {
    let token = Token(1);
    let (text, number) = (token.text(), token.number());
    wait().await;
    println!("{text} {number:?}");
    let token = Token(2);
    keep(token.text()).await;
    let token = Token(3);
    let text = format!("{:?}", &token.0);
    keep(text.as_str()).await;
}

async fn borrowed_by_what_is_awaited() {
    let token = Token(1); //~ await_holding_invalid_type
    let _ = keep(&token).await;
}

async fn in_a_loop() {
    let mut token = Token(1);
    for _ in 0..3 {
        println!("{}", token.0);
        wait().await;
        token = Token(2);
    }
}

async fn with_a_lifetime(name: &str) {
    let scope = Scope(name); //~ await_holding_invalid_type
    wait().await;
    println!("{}", scope.0);
    let scope = Scope(name);
    println!("{}", scope.0);
    wait().await;
}

async fn owned_by_what_is_dropped() {
    let owner = Owner { token: Token(1), name: String::new() }; //~ await_holding_invalid_type
    wait().await;
    drop(owner);
    wait().await;
}

async fn captured() {
    let token = Token(1);
    let used = async move {
        wait().await;
        show(token); //~ await_holding_invalid_type
    };
    used.await;
}

async fn captured_and_borrowed() {
    let token = Token(1);
    let used = async move {
        let reference = &token; //~ await_holding_invalid_type
        wait().await;
        println!("{}", reference.0);
    };
    used.await;
}

async fn captured_and_used_before() {
    let token = Token(1);
    let unused = async move {
        show(token);
        wait().await;
    };
    unused.await;
}

fn main() {
    let owner = Owner { token: Token(1), name: String::new() };
    println!("{} {}", owner.token.0, owner.name);
}
