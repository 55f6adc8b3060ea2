package dev.whittle.pipeline.verify;

import dev.whittle.pipeline.experiment.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was found by one of the checks of a results folder.
 *
 * @param dataSet the data set whose results are checked; null where there are not several
 * @param name what is checked, such as {@code features}
 * @param text what was compared; or what differs; or why it was not checked
 * @param finding where it differs and both values; null if it does not, or if the text says all
 */
public record Check(String dataSet, String name, Outcome outcome, String text, Finding finding) {
    private static final int NAMED = 5;

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
        return new Check(null, name, Outcome.OK, text, null);
    }

    static Check differs(String name, Finding finding) {
        return new Check(null, name, Outcome.DIFFERS, finding.text(), finding);
    }

    static Check notChecked(String name, String why) {
        return new Check(null, name, Outcome.NOT_CHECKED, why, null);
    }

    static Check differs(String name, String text) {
        return new Check(null, name, Outcome.DIFFERS, text, null);
    }

    /** Pages that cannot be written again. */
    static Check notMadeAgain(String name, Exception why) {
        return differs(name, "the pages cannot be written again from what is stored: " + why.getMessage());
    }

    /** Files that nothing is compared with. */
    static Check others(List<String> files) {
        int more = Math.max(0, files.size() - NAMED);
        return notChecked(
                "others",
                "this comparison does not write " + String.join(", ", files.subList(0, files.size() - more))
                        + (more == 0 ? "" : " and " + count(more, "other file")));
    }

    static String count(int n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }

    /** The same check, of one of several data sets. */
    Check of(String oneDataSet) {
        return new Check(oneDataSet, name, outcome, text, finding);
    }

    /** The same check of a page, of which the files in a folder are a part. */
    Check in(Path folder, Path page) {
        return new Check(
                dataSet,
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
        return String.format(
                Locale.ROOT, "%s%-12s %s: %s", dataSet == null ? "" : dataSet + ": ", name, outcome.text(), text);
    }
}
