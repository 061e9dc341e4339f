package org.loupe.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.statistics.ErrorBudget;
import org.loupe.statistics.UncertaintySource;

/** The columns of {@code budget.csv}: one row a source of uncertainty of a figure of the set. */
final class BudgetTable {

  /** Name of the row that holds all sources together. */
  private static final String COMBINED = "combined";

  /**
   * One source, or all.
   *
   * @param source empty for all together
   * @param unit of the figure, as it stands in summary.json
   * @param factor from the unit of the statistics to that unit
   */
  record Row(ErrorBudget budget, Optional<UncertaintySource> source, String unit, double factor) {

    OptionalDouble uncertainty() {
      return source.isPresent()
          ? budget.relativeStandardUncertainty(source.get())
          : OptionalDouble.of(budget.relativeStandardUncertainty());
    }

    OptionalDouble share() {
      return source.isPresent() ? budget.share(source.get()) : OptionalDouble.of(1);
    }
  }

  static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>(
              "quantity",
              "",
              "Figure of the set, with every correction that is known",
              r -> r.budget().quantity().label()),
          new Column<>(
              "value",
              "",
              "Its value, in the unit beside it",
              r -> r.budget().value() * r.factor()),
          new Column<>("unit", "", "Unit of the value", Row::unit),
          new Column<>(
              "source",
              "",
              "counting, between_images, calibration, edges, detection, thickness, or combined",
              r -> r.source().map(UncertaintySource::label).orElse(COMBINED)),
          new Column<>(
              "relative_standard_uncertainty",
              "",
              "One standard deviation over the value; empty if nobody knows",
              Row::uncertainty),
          new Column<>(
              "share_of_variance",
              "",
              "Share of the combined variance, 0 to 1; empty if nobody knows",
              Row::share));

  private BudgetTable() {}

  /**
   * Returns the rows of the figures.
   *
   * @param unit of length that the statistics are in, nm or px
   */
  static List<Row> rows(List<ErrorBudget> budgets, String unit) {
    List<Row> rows = new ArrayList<>();
    for (ErrorBudget budget : budgets) {
      FigureUnit figure = FigureUnit.of(budget.quantity(), unit);
      for (UncertaintySource source : UncertaintySource.values()) {
        rows.add(new Row(budget, Optional.of(source), figure.name(), figure.factor()));
      }
      rows.add(new Row(budget, Optional.empty(), figure.name(), figure.factor()));
    }
    return rows;
  }

  /**
   * The unit that a figure is written in.
   *
   * @param factor from the unit of the statistics
   */
  record FigureUnit(String name, double factor) {

    static FigureUnit of(ErrorBudget.Quantity quantity, String length) {
      boolean nanometers = length.equals("nm");
      return switch (quantity) {
        case MEAN_DIAMETER -> new FigureUnit(length, 1);
        case NUMBER_DENSITY ->
            nanometers ? new FigureUnit("m^-2", 1e18) : new FigureUnit("px^-2", 1);
        case VOLUME_DENSITY ->
            nanometers ? new FigureUnit("m^-3", 1e27) : new FigureUnit("px^-3", 1);
      };
    }
  }
}
