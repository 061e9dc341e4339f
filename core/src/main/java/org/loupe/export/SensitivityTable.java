package org.loupe.export;

import java.util.List;
import java.util.OptionalDouble;

/** The table of how the numbers of a set move under small changes, a row a change. */
public final class SensitivityTable {

  /** Every column, in order. */
  public static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>(
              "variation", "", "Name of the change; none is the analysis itself", Row::variation),
          new Column<>("description", "", "What was changed, in words", Row::description),
          new Column<>("defect_count", "", "Number of defects of all micrographs", Row::defects),
          new Column<>(
              "defect_count_change",
              "",
              "Relative change of the number against none; empty without defects",
              Row::defectsChange),
          new Column<>(
              "mean_diameter_px",
              "px",
              "Mean diameter (--diameter), in pixels of the original",
              Row::meanDiameterPx),
          new Column<>(
              "mean_diameter_nm",
              "nm",
              "Mean diameter (--diameter) over the calibrated micrographs",
              Row::meanDiameterNm),
          new Column<>(
              "mean_diameter_change",
              "",
              "Relative change of the mean diameter against none, in nanometres where there are any",
              Row::meanDiameterChange),
          new Column<>(
              "number_density_per_m2",
              "m^-2",
              "Defects per area of the calibrated micrographs, not corrected for anything",
              Row::numberDensityPerM2),
          new Column<>(
              "number_density_change",
              "",
              "Relative change of the number density against none",
              Row::numberDensityChange));

  /**
   * The numbers under one change, and how far they are from those without; see {@link #COLUMNS}.
   */
  public record Row(
      String variation,
      String description,
      int defects,
      OptionalDouble defectsChange,
      OptionalDouble meanDiameterPx,
      OptionalDouble meanDiameterNm,
      OptionalDouble meanDiameterChange,
      OptionalDouble numberDensityPerM2,
      OptionalDouble numberDensityChange) {}

  private SensitivityTable() {}
}
