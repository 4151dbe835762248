async fn wait() {}

pub async fn by_the_name_of_both() {
    let _old = old::Guard;
    let _new = guards::Guard;
    wait().await;
}

pub async fn by_the_name_of_the_old_one() {
    let _old = old::InBoth;
    let _not_listed = guards::InBoth;
    wait().await;
}

pub async fn in_one_version_only() {
    let _new = guards::OnlyInNew;
    wait().await;
}
