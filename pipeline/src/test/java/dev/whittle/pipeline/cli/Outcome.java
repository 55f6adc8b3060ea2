package dev.whittle.pipeline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a command printed, and its exit code. */
record Outcome(int exit, String out, String err) {
    static Outcome whittle(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(Stream.of(args).map(String::valueOf).toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }
}
