package org.loupe.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.analysis.SensitivityStudy;
import org.loupe.export.SensitivityTable;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.statistics.DiameterKind;
import picocli.CommandLine.Option;

/** The option that repeats an analysis under small changes, and what it reports. */
final class SensitivityOption {

  @Option(
      names = "--sensitivity",
      description =
          "Analyze each image again under six small changes (probability 0.1 higher and lower, gamma"
              + " 1.2 and 1/1.2, enlarged and reduced by 5 %%; a bare cascade has no probability)"
              + " and write how far the numbers move to sensitivity.csv, summary.json and the"
              + " report. Takes about seven times as long, and with --resume analyzes every image"
              + " anew.")
  private boolean asked;

  /** Returns the study that was asked for. */
  Optional<SensitivityStudy> study(ModelBundle model, DiameterKind diameter)
      throws ScreenerFormatException {
    return asked ? Optional.of(new SensitivityStudy(model, diameter)) : Optional.empty();
  }

  boolean isAsked() {
    return asked;
  }

  /** Returns the rows of a study with their changes against the first. */
  static List<SensitivityTable.Row> rows(SensitivityStudy study) {
    List<SensitivityStudy.Row> rows = study.rows();
    SensitivityStudy.Row plain = rows.get(0);
    return rows.stream()
        .map(
            row ->
                new SensitivityTable.Row(
                    row.variation(),
                    row.description(),
                    row.defects(),
                    change(OptionalDouble.of(row.defects()), OptionalDouble.of(plain.defects())),
                    row.meanDiameterPx(),
                    row.meanDiameterNm(),
                    plain.meanDiameterNm().isPresent()
                        ? change(row.meanDiameterNm(), plain.meanDiameterNm())
                        : change(row.meanDiameterPx(), plain.meanDiameterPx()),
                    row.numberDensityPerM2(),
                    change(row.numberDensityPerM2(), plain.numberDensityPerM2())))
        .toList();
  }

  /** Returns the section of {@code summary.json}. */
  static ObjectNode json(List<SensitivityTable.Row> rows) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "largest_defect_count_change", largest(rows, SensitivityTable.Row::defectsChange));
    put(
        node,
        "largest_mean_diameter_change",
        largest(rows, SensitivityTable.Row::meanDiameterChange));
    ArrayNode all = node.putArray("variations");
    for (SensitivityTable.Row row : rows) {
      ObjectNode one = all.addObject();
      one.put("variation", row.variation()).put("description", row.description());
      one.put("defect_count", row.defects());
      put(one, "defect_count_change", row.defectsChange());
      put(one, "mean_diameter_px", row.meanDiameterPx());
      put(one, "mean_diameter_nm", row.meanDiameterNm());
      put(one, "mean_diameter_change", row.meanDiameterChange());
      put(one, "number_density_per_m2", row.numberDensityPerM2());
      put(one, "number_density_change", row.numberDensityChange());
    }
    return node;
  }

  private static OptionalDouble largest(
      List<SensitivityTable.Row> rows,
      java.util.function.Function<SensitivityTable.Row, OptionalDouble> change) {
    return rows.stream().map(change).flatMapToDouble(OptionalDouble::stream).map(Math::abs).max();
  }

  private static OptionalDouble change(OptionalDouble value, OptionalDouble plain) {
    return value.isPresent() && plain.isPresent() && plain.getAsDouble() > 0
        ? OptionalDouble.of(value.getAsDouble() / plain.getAsDouble() - 1)
        : OptionalDouble.empty();
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }
}
