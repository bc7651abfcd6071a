/** A place of the package's own declined to delete anything. The message is for people, and holds no personal data. */
export class PlaceRefused extends Error {
  override readonly name = 'PlaceRefused';
}
