package dev.whittle.pipeline.verify;

import dev.whittle.pipeline.experiment.Finding;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What was found by one of the checks of a results folder.
 *
 * @param name what is checked, such as {@code features}
 * @param text what was compared; or what differs; or why it was not checked
 * @param finding where it differs and both values; null if it does not, or if the text says all
 */
public record Check(String name, Outcome outcome, String text, Finding finding) {
    /** Whether a check found a difference. */
    public enum Outcome {
        OK("ok"),
        DIFFERS("DIFFERS"),
        NOT_CHECKED("not checked");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** As lines and verdicts have it. */
        public String text() {
            return text;
        }
    }

    static Check ok(String name, String text) {
        return new Check(name, Outcome.OK, text, null);
    }

    static Check differs(String name, Finding finding) {
        return new Check(name, Outcome.DIFFERS, finding.text(), finding);
    }

    static Check notChecked(String name, String why) {
        return new Check(name, Outcome.NOT_CHECKED, why, null);
    }

    /** The same check of a page, of which the files in a folder are a part. */
    Check in(Path folder, Path page) {
        return new Check(
                name,
                outcome,
                inPage(text, folder, page),
                finding == null
                        ? null
                        : new Finding(
                                inPage(finding.file(), folder, page),
                                finding.place(),
                                finding.of(),
                                finding.expected(),
                                finding.actual(),
                                finding.promised()));
    }

    /** A text that names the page where it named the folder. */
    static String inPage(String text, Path folder, Path page) {
        return text.replace(folder + folder.getFileSystem().getSeparator(), page + "#")
                .replace(folder.toString(), page.toString());
    }

    /** The check as a line. */
    public String line() {
        return String.format(Locale.ROOT, "%-12s %s: %s", name, outcome.text(), text);
    }
}
