// Written by dashboard/payload/typescript.py.

export interface Payload {
  map: MapView;
  tiles: Tiles[];
  layers: Layer[];
  facts: Facts;
  words: Record<string, any>;
  language: string;
  format: BrowserLocale;
  looks: Record<string, ViewLook>;
  styles: Record<string, Style>;
  legend: LegendItem[];
  choices: Choices;
  opening: Record<string, string>;
}

export interface MapView {
  west: number;
  south: number;
  east: number;
  north: number;
  min_zoom: number;
  max_zoom: number;
}

export interface Tiles {
  name: string;
  url: string;
  attribution: string;
  max_zoom: number;
}

export interface Layer {
  layer: string;
  style: string;
  sea: string;
  kind: "point" | "path";
  classes: string[];
  styles: Style[];
  geometries: any[];
  items: number[];
  properties: Record<string, any>[];
  cells?: Cells;
  stretches?: Stretches;
  image?: string;
}

export interface Style {
  stroke: string | null;
  weight: number;
  opacity: number;
  dash: number[];
  casing: string | null;
  inside: boolean;
  fill: string | null;
  fill_opacity: number;
  hatch: "none" | "diagonal" | "back_diagonal" | "cross" | "horizontal" | "vertical" | "dots";
  hatch_colour: string;
  hatch_opacity: number;
  radius: number;
  over: string[];
}

export interface Cells {
  places: string[];
  shapes: number[];
  at: number[][];
  km2: (number | null)[];
  precision_m: number[];
  spells: Record<string, any>[];
}

export interface Stretches {
  sides: number[][];
  precision_m: number[];
}

export interface Facts {
  title: string;
  attribution: string;
  first: string;
  last: string;
  opening_bbox: number[];
  parties: Party[];
  scenarios: number[][];
  range_days: number[];
  state_days: number[];
  change_days: number[];
  change_km2: number[];
  change_places: number[];
  zone: Zone;
  reference: Reference;
  net: NetSince;
  distances: Record<string, Distance>;
  charts: Chart[];
  agreements: AgreementEntry[];
  truces: Bar[];
  offensives: Bar[];
  notes: Note[];
  groups: Record<string, string>;
  incidents: Record<string, IncidentEntry>;
  posts: Record<string, PostEntry>;
  operations: Record<string, OperationEntry>;
  places: Record<string, PlaceEntry>;
  findable: FindableEntry[];
  areas: Record<string, number[]>;
  levels: string[];
  sources: Record<string, SourceEntry>;
}

export interface Party {
  id: string;
  name: string;
  short: string;
  colour: string;
  contested: boolean;
}

export interface Zone {
  range: Record<string, number[][]>;
  id: string;
  title: string;
  km2: number;
}

export interface Reference {
  day: number;
  short: string;
}

export interface NetSince {
  range: Record<string, number[][]>;
  redrawn: number[];
  unheld: number[];
}

export interface Distance {
  layer: string;
  agreement: string | null;
  sources: string[];
  caveat: string;
  from: number;
  to: number;
  days: number[];
  mean: (string | null)[];
  most: (string | null)[];
  moves: boolean[];
}

export interface Chart {
  areas: Record<string, number[]>;
  unknown: number[];
  error: Record<string, number[]>;
  net: Record<string, number[]>;
  net_error: Record<string, number[]>;
  id: string;
  title: string;
}

export interface AgreementEntry {
  id: string;
  short: string;
  official: string;
  role: string;
  dated: string;
  day: number;
  force: [number, number, string][];
  draws: string[];
}

export interface Bar {
  from: number;
  to: number;
  name: string;
  starts: number;
  ends: number | null;
  lane: number;
  agreement?: string;
  force?: string;
}

export interface Note {
  layer: string;
  from: number;
  to: number;
  days: number[];
  texts: string[];
}

export interface IncidentEntry {
  kind: string;
  dated: string;
  by: string;
  first: number;
  beyond: number;
}

export interface PostEntry {
  label: string;
  short: string;
  operator: string;
  locality: string;
  at: number[] | null;
  established: string;
  encircled: string;
  withdrawn: string;
  note: string;
  sources: string[];
  credibility: string;
}

export interface OperationEntry {
  name: string;
  dated: string;
  sides: string;
  sources: string[];
}

export interface PlaceEntry {
  name: string;
  unit: string;
  rank: number;
  label?: string;
  translated?: string[];
  translated_into?: string[];
  alt_names?: string[];
  unnamed?: boolean;
}

export interface FindableEntry {
  record: string;
  title: string;
  context: string;
  rank: number;
  names: string[];
  sources?: string[];
}

export interface SourceEntry {
  label: string;
  url: string;
  archived: string;
  reliability: string;
}

export interface BrowserLocale {
  locale: string;
  decimal: string;
  grouping: string;
  units: Record<string, Record<string, string>>;
  months: Record<string, string[]>;
  month_names: string[][];
  date: Record<string, string>;
}

export interface ViewLook {
  styles: string[];
  control_opacity: number;
  stroke_scale: number;
}

export interface LegendItem {
  key: string;
  title: string;
  measured?: string;
  alike?: string[];
}

export interface Choices {
  layers: LayerChoice[];
  bases: string[];
  languages: LanguageChoice[];
}

export interface LayerChoice {
  name: string;
  title: string;
  about: string;
  kinds?: KindChoice[];
}

export interface KindChoice {
  id: string;
  title: string;
}

export interface LanguageChoice {
  code: string;
  name: string;
}

export interface EncodedPayload {
  payload: Record<string, any>;
  layers: EncodedLayer[];
  outlines: EncodedOutlines;
  places: EncodedPlaces;
  scenarios: string[][];
}

export interface EncodedLayer {
  layer: Record<string, any>;
  geometries: string;
  items: string[];
  properties: Record<string, Columns>;
  cells?: EncodedCells;
  precision_m?: string;
  sides?: string[];
}

export interface Columns {
  values: any[];
  at: string;
}

export interface EncodedCells {
  places: string;
  shapes: string;
  at: string;
  km2: (number | null)[];
  precision_m: number[];
  spells: Record<string, Columns>;
}

export interface EncodedOutlines {
  positions: string;
  lengths: string;
  nesting: string;
  sizes: string;
  arcs: string;
}

export interface EncodedPlaces {
  ids: (string | null)[];
  columns: Record<string, Columns>;
}

export interface SharedPayload {
  outlines: EncodedOutlines;
  scenarios: string[][];
  facts: Record<string, any>;
  layers: Record<string, EncodedLayer>;
}

export interface OwnPayload {
  payload: Record<string, any>;
  layers: (EncodedLayer | null)[];
  places: EncodedPlaces;
}
