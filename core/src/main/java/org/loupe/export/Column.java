package org.loupe.export;

import java.util.function.Function;

/**
 * A column of a table, declared once.
 *
 * @param <R> what a row is made from
 * @param name header, lower_snake_case with the unit as suffix
 * @param unit unit of the cells; empty for none
 * @param definition what a cell says, in one sentence
 * @param value cell of a row: a number, a text, an Optional of those, or a set of labels
 */
public record Column<R>(String name, String unit, String definition, Function<R, Object> value) {

  /** Returns the text of this column's cell in the row of {@code row}; empty for missing. */
  public String cell(R row) {
    return CellText.of(value.apply(row));
  }
}
