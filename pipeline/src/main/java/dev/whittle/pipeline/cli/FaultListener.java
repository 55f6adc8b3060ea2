package dev.whittle.pipeline.cli;

import java.io.PrintWriter;

/** Receives what a user should know of the files. */
interface FaultListener {
    /** A file or folder cannot be used. */
    void bad(String reason);

    /** What is to be said of how images were decoded, after the last of them. */
    void note(String text);

    /** Prints all that is heard, one on each line. */
    static FaultListener printed(boolean skipBad, PrintWriter err, ConsoleProgress progress) {
        return new FaultListener() {
            @Override
            public void bad(String reason) {
                line((skipBad ? "skipped: " : "cannot be used: ") + reason);
            }

            @Override
            public void note(String text) {
                line("note: " + text);
            }

            private void line(String text) {
                progress.close();
                err.println(text);
                err.flush();
            }
        };
    }
}
