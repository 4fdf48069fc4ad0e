/** A list in which equal things stand once. */
export class Once<Item> {
  readonly all: Item[] = [];
  #places = new Map<string, number>();

  place(item: Item): number {
    const key = JSON.stringify(item);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(item) - 1;
  }
}
