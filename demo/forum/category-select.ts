import type { Category } from '../threads/category.entity.js';
import { html, type Html } from '../web/html.js';

export function categorySelect(categories: readonly Category[], selectedId?: number): Html {
  const option = ({ id, name }: Category) =>
    html`<option value="${id}" ${id === selectedId && html` selected`}>${name}</option>`;
  return html`<select name="categoryId" aria-label="Category">
    ${categories.map(option)}
  </select>`;
}
