/** Kinds of places, as the place feed writes them. */
export const PLACE_KINDS = ['compound', 'village', 'building', 'park', 'market', 'street'] as const;
