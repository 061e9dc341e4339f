package org.loupe.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs a command as a person would and keeps what it says. */
record Loupe(int exitCode, String out, String err) {

  static Loupe run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int exitCode = command.execute(words);
    command.getOut().flush();
    command.getErr().flush();
    return new Loupe(exitCode, out.toString(), err.toString());
  }
}
