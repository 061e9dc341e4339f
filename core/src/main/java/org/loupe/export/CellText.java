package org.loupe.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How a value is written in a table: the same text in every locale. */
final class CellText {

  /** Nine digits: more than any measurement holds, few enough to hide the last bits. */
  private static final MathContext DIGITS = new MathContext(9);

  private CellText() {}

  static String of(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(CellText::of).orElse("");
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? of(optional.getAsDouble()) : "";
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Collection<?> labels) {
      return labels.stream().map(CellText::of).collect(Collectors.joining(" "));
    }
    return value.toString();
  }

  private static String number(double number) {
    if (!Double.isFinite(number)) {
      return "";
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = rounded.precision() - rounded.scale();
    return exponent > 15 || exponent < -5 ? rounded.toString() : rounded.toPlainString();
  }
}
