package org.loupe.app;

import java.util.Locale;
import org.loupe.training.OperatingGoal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code f1}, {@code precision=0.9} or {@code recall=0.9}. */
final class GoalConverter implements ITypeConverter<OperatingGoal> {

  @Override
  public OperatingGoal convert(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("=", 2);
    try {
      if (parts.length == 1 && parts[0].equals("f1")) {
        return OperatingGoal.f1();
      }
      if (parts.length == 2) {
        double value = Double.parseDouble(parts[1]);
        if (parts[0].equals("precision")) {
          return new OperatingGoal(OperatingGoal.Kind.PRECISION, value);
        }
        if (parts[0].equals("recall")) {
          return new OperatingGoal(OperatingGoal.Kind.RECALL, value);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
    throw new TypeConversionException(
        "'" + text + "' is no goal; give f1, precision=0.9 or recall=0.9");
  }
}
