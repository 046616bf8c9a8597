/**
 * Names in daily use, as children in Dutch schools bear them: old ones and new ones, of many languages, with diacritics, hyphens and an
 * apostrophe. A first name by itself is nobody's; the surnames of `family-names.ts` are.
 */
const BOYS = `
Daan Sem Noud Lucas Finn Levi Milan Luuk Mees Thijs Bram Jesse Ruben Thomas Hugo Guus Sam Stijn Tijn Gijs Teun Jurre Siebe Wiebe Sjoerd
Jelmer Douwe Fedde Hidde Tjalling Bart Koen Joris Pepijn Willem Hendrik Klaas Cornelis Jan-Pieter Johannes Mohamed Yusuf Ibrahim Emre Ömer
Oğuz Çağan Hamza Ilyas Bilal Adam Rayan Jayden Dwayne Giovanni Søren Jędrzej Łukasz Mateo Iñigo René Loïc Raphaël Kwame Kofi Arjun Wei Hieu D'Angelo
`;
const GIRLS = `
Emma Julia Mila Tess Sophie Zoë Sara Nora Yara Eva Liv Lotte Noor Saar Evi Fleur Roos Fenna Isa Lieke Anne Sanne Femke Marije Wytske Jikke Sietske
Nynke Froukje Griet Maud Hanna Elin Lynn Jasmijn Madelief Anne-Fleur Marie-Claire Fatima Zeynep Elif Ayşe Gülşen Çiçek Maryam Amina Safiya Noura Inaya
Renée Chloë Anaïs Maëlle Loïs Héloïse Agnieszka Zofia Małgorzata Lucía Inés Ngozi Abena Priya Mei Linh Kiara Shanaya
`;
const ANYBODY = 'Robin Sascha Jip Noa Charlie Bo Kim Alex Puk Quinn Senna Mika Luca Sky Rowan Nikita';

/** By the codes of NEN-ISO 5218. */
export const CALL_NAMES: Readonly<Record<'1' | '2' | '0', readonly string[]>> = {
  '1': listed(BOYS),
  '2': listed(GIRLS),
  '0': listed(ANYBODY),
};

function listed(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
