use std::marker::PhantomData;

pub struct Mutex<T>(T);

pub struct MutexGuard<'a, T>(PhantomData<&'a T>);

impl<T> Mutex<T> {
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(PhantomData)
    }
    pub fn blocking_lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(PhantomData)
    }
}
