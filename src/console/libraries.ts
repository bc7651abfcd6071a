/**
 * The libraries that pages are made with. They render on the server only, and are bundled into the package when it is
 * built, so that installing it adds nothing else.
 */
export { Fragment, h, type ComponentChildren, type VNode } from 'preact';
export { renderToStaticMarkup } from 'preact-render-to-string';
export { scaleLinear, scaleUtc } from 'd3-scale';
export { area, curveStep } from 'd3-shape';
export { utcDay } from 'd3-time';
