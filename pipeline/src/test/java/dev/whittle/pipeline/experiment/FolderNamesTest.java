package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderNamesTest {
    @Test
    void lettersOfEveryScriptAreKept() {
        assertEquals("hog-hsv", FolderNames.slug("HoG + HSV"));
        assertEquals("ferien-2026", FolderNames.slug(" Ferien: 2026! "));
        assertEquals("hochzeit-m\u00fcller", FolderNames.slug("Hochzeit M\u00fcller"));
        assertEquals(FolderNames.slug("M\u00fcller"), FolderNames.slug("Mu\u0308ller"), "NFC and NFD");
        assertEquals("\u5199\u771f", FolderNames.slug("\u5199\u771f"));
        assertEquals("\u0444\u043e\u0442\u043e-\u0661", FolderNames.slug("\u0424\u043e\u0442\u043e / \u0661"));
        assertEquals("\u0939\u093f\u0928\u094d\u0926\u0940", FolderNames.slug("\u0939\u093f\u0928\u094d\u0926\u0940"));
        assertEquals("unnamed", FolderNames.slug("\u2014 ! \ud83d\ude00"));
        for (String path : new String[] {"../up", "/etc/passwd", "a\\b", ".", "..", "C:\\x"}) {
            assertFalse(FolderNames.slug(path).matches(".*[./\\\\:].*"), path);
        }
    }

    @Test
    void aNameFitsIntoAFileSystem() {
        assertEquals("a".repeat(60), FolderNames.slug("a".repeat(100)));
        // Three bytes and four bytes each; none is cut in two.
        assertEquals("\u5199".repeat(20), FolderNames.slug("\u5199".repeat(100)));
        assertEquals("a" + "\ud840\udc00".repeat(14), FolderNames.slug("a" + "\ud840\udc00".repeat(100)));
    }

    @Test
    void aNumberedNameIsItsOwnSlug() {
        for (String name : new String[] {
            "photos", "a".repeat(100), "a".repeat(57) + "-bbb", "\u5199".repeat(100), "a" + "\u00e9".repeat(99)
        }) {
            Set<String> names = new HashSet<>(Set.of(FolderNames.slug(name)));
            for (int i = 2; i < 120; i++) {
                String numbered = FolderNames.numbered(FolderNames.slug(name), i);
                assertEquals(numbered, FolderNames.slug(numbered));
                assertTrue(names.add(numbered), numbered);
            }
        }
    }
}
