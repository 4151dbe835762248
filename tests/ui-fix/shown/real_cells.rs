//! Findings in `RefCell` and its kin, rebuilt after bugs of public projects: web pages, desktop programs and runtimes of one thread.

use std::any::{Any, TypeId};
use std::cell::{Ref, RefCell};
use std::collections::HashMap;
use std::error::Error;
use std::rc::Rc;

use atomic_refcell::AtomicRefCell;
use futures::StreamExt;
use generational_box::{GenerationalBox, UnsyncStorage};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

async fn request(url: &str) -> Result<String> {
    Ok(url.to_owned())
}

/// It cannot be cloned.
struct Socket {
    url: String,
}

impl Socket {
    async fn open(url: &str) -> Result<Self> {
        Ok(Self {
            url: url.to_owned(),
        })
    }

    async fn next(&mut self) -> Option<Vec<u8>> {
        None
    }

    async fn send(&mut self, _: &[u8]) -> Result<()> {
        Ok(())
    }
}

struct Session {
    target: String,
}

impl Session {
    async fn write(&self, _: &str) -> Result<()> {
        Ok(())
    }
}

struct Client {
    sessions: RefCell<HashMap<u64, Session>>,
    shared: RefCell<HashMap<u64, Rc<Session>>>,
}

impl Client {
    async fn list(&self) -> Result<String> {
        if let Some((id, session)) = self.shared.borrow().iter().next() {
            //~^ await_holding_refcell_ref
            session.write("list").await?;
            return Ok(format!("{id} {}", session.target));
        }
        Err("no session".into())
    }

    async fn heartbeat(&self) -> Result<()> {
        let sessions = self.shared.borrow(); //~ await_holding_refcell_ref
        for (id, session) in sessions.iter() {
            if let Err(error) = session.write("heartbeat").await {
                println!("{id} {} {error}", session.target);
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Model {
    url: String,
    items: Vec<String>,
    error: Option<String>,
}

async fn reload(model: Rc<RefCell<Model>>) {
    let mut model = model.borrow_mut(); //~ await_holding_refcell_ref
    match request(&model.url).await {
        Ok(item) => model.items.push(item),
        Err(error) => model.error = Some(error.to_string()),
    }
}

async fn submit(model: &RefCell<Model>) -> Result<()> {
    let current = model.borrow(); //~ await_holding_refcell_ref
    let answer = request(&current.url).await?;
    model.borrow_mut().items.push(answer);
    Ok(())
}

#[derive(Default)]
struct OpState {
    resources: HashMap<u32, Rc<dyn Any>>,
    permissions: Vec<String>,
}

impl OpState {
    fn resource<T: Any>(&self, id: u32) -> Result<Rc<T>> {
        let resource = self.resources.get(&id).ok_or("bad resource")?.clone();
        resource.downcast().map_err(|_| "bad resource".into())
    }

    fn check(&mut self, name: &str) -> Result<()> {
        self.permissions.push(name.to_owned());
        Ok(())
    }
}

struct File {
    inner: RefCell<Socket>,
    name: String,
}

async fn op_read(state: Rc<RefCell<OpState>>, id: u32) -> Result<Vec<u8>> {
    let mut state = state.borrow_mut(); //~ await_holding_refcell_ref
    state.check("read")?;
    let file = state.resource::<File>(id)?;
    Ok(request(&file.name).await?.into_bytes())
}

async fn op_fetch(state: Rc<RefCell<OpState>>, url: String) -> Result<String> {
    let mut state = state.borrow_mut(); //~ await_holding_refcell_ref
    state.check("net")?;
    let text = request(&url).await?;
    let next = state.resources.len() as u32;
    state.resources.insert(next, Rc::new(text.clone()));
    Ok(text)
}

async fn save(_: &str) -> Result<()> {
    Ok(())
}

async fn save_all(items: GenerationalBox<Vec<String>, UnsyncStorage>) -> Result<()> {
    let items = items.read(); //~ await_holding_refcell_ref
    for item in items.iter() {
        save(item).await?;
    }
    Ok(())
}

async fn load_more(items: GenerationalBox<Vec<String>, UnsyncStorage>) -> Result<()> {
    items.write().push(request("more").await?);
    //~^ await_holding_refcell_ref
    Ok(())
}

async fn load_page(items: GenerationalBox<Vec<String>, UnsyncStorage>) -> Result<()> {
    let mut items = items.write(); //~ await_holding_refcell_ref
    let page = request(&format!("page/{}", items.len())).await?;
    items.push(page);
    Ok(())
}

#[derive(Default)]
struct Extensions(HashMap<TypeId, Box<dyn Any>>);

impl Extensions {
    fn get<T: Any>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

#[derive(Clone)]
struct User {
    id: u64,
}

struct HttpRequest {
    extensions: RefCell<Extensions>,
}

impl HttpRequest {
    fn extensions(&self) -> Ref<'_, Extensions> {
        self.extensions.borrow()
    }
}

async fn index(http: &HttpRequest) -> Result<String> {
    let extensions = http.extensions(); //~ await_holding_refcell_ref
    let user = extensions.get::<User>().ok_or("not logged in")?;
    request(&format!("users/{}", user.id)).await
}

async fn index_or_login(http: &HttpRequest) -> Result<String> {
    if let Some(user) = http.extensions().get::<User>() {
        //~^ await_holding_refcell_ref
        request(&format!("users/{}", user.id)).await
    } else {
        request("login").await
    }
}

struct Account {
    name: String,
}

async fn greet(account: &RefCell<Account>) -> Result<String> {
    let name = Ref::map(account.borrow(), |account| &account.name); //~ await_holding_refcell_ref
    request(&name).await
}

struct World {
    entities: Vec<String>,
    assets: HashMap<String, String>,
}

async fn load_assets(world: &AtomicRefCell<World>) -> Result<()> {
    let mut world = world.borrow_mut(); //~ await_holding_refcell_ref
    let names = world.entities.clone();
    for name in names {
        let asset = request(&name).await?;
        world.assets.insert(name, asset);
    }
    Ok(())
}

async fn spawn(world: &AtomicRefCell<World>, name: &str) -> Result<usize> {
    let mut world = world.borrow_mut(); //~ await_holding_refcell_ref
    if !world.assets.contains_key(name) {
        let asset = request(name).await?;
        world.assets.insert(name.to_owned(), asset);
    }
    world.entities.push(name.to_owned());
    Ok(world.entities.len() - 1)
}
