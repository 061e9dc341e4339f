/**
 * Results on disk: tables, summaries and overlays.
 *
 * <p>Every column of a table is declared once, as a {@link org.loupe.export.Column} with its unit
 * and definition; the header, the cells and {@code columns.json} all come from that declaration.
 * Column names are API: added to, never renamed.
 */
@NullMarked
package org.loupe.export;

import org.jspecify.annotations.NullMarked;
