package org.loupe.app.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.loupe.evaluate.MeasuredLabels;

/**
 * How well some methods measure the defects that match labels with a shape.
 *
 * @param method of the model; one of those below
 * @param byMethod figures by the method's name, in the order in which they are shown; of no label
 *     where all labels are boxes
 */
public record MeasuredSizes(String method, Map<String, MeasuredLabels.Figures> byMethod) {

  public MeasuredSizes {
    byMethod = Collections.unmodifiableMap(new LinkedHashMap<>(byMethod));
    if (!byMethod.containsKey(method)) {
      throw new IllegalArgumentException("no figures of " + method + " in " + byMethod.keySet());
    }
  }

  /** Returns the figures of the model's method. */
  public MeasuredLabels.Figures ofModel() {
    return Objects.requireNonNull(byMethod.get(method));
  }

  /** Returns whether there is a label to compare with. */
  public boolean isEmpty() {
    return ofModel().labels().count() == 0;
  }
}
