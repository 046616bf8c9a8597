using System;
using System.Linq;
using System.Web.Services.Protocols;
using Pupils = Leerlinggegevens;
using Results = Leerresultaten;

/// Calls all five operations with the proxies that wsdl makes. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode.
public static class FiveOperations
{
    static string klantcode, klantnaam;

    public static void Main(string[] args)
    {
        string gateway = args[0], sleutel = args[1];
        klantcode = args[2];
        klantnaam = args[3];

        var results = new Results.LeerresultatenService { Url = gateway + "/soap/leerresultaten", autorisatie = ForResults(sleutel) };
        var leerresultaten = Leerresultaten(args[4]);
        Print("BrengLeerresultaten", results.BrengLeerresultaten(leerresultaten) == null ? "niets" : "bevestigd");

        var atOnce = new Pupils.bndLeerlinggegevens { Url = gateway + "/soap/leerlinggegevens", autorisatie = ForPupils(sleutel) };
        var inSteps = new Pupils.bndLeerlinggegevensgetrapt { Url = gateway + "/soap/leerlinggegevens", autorisatie = ForPupils(sleutel) };

        var everything = new Pupils.ctpLeerlinggegevensVerzoek { schooljaar = "2025-2026", brincode = "99XX", xsdversie = "2.2" };
        var all = (Pupils.ctpLeerlinggegevens)atOnce.HaalLeerlinggegevens(everything).Item;
        Print("HaalLeerlinggegevens", all.school.brincode + " " + all.school.schooljaar + ": " + Names(all.leerlingen));

        var structure = new Pupils.ctpStructuurVerzoek { schooljaar = "2025-2026", brincode = "99XX", xsdversie = "2.2" };
        var groups = ((Pupils.ctpLeerlinggegevensStructuur)inSteps.HaalStructuur(structure).Item).groepen;
        var based = string.Join(", ", groups.OfType<Pupils.GroepType>().Select(group => group.naam));
        var combined = string.Join(", ", groups.OfType<Pupils.SamengesteldeGroepType>().Select(group => group.naam));
        Print("HaalStructuur", based + "; " + combined);

        var some = new Pupils.ctpLeerlingenVerzoek
        {
            schooljaar = "2025-2026", brincode = "99XX", xsdversie = "2.2",
            groepen = new Pupils.ctpLeerlingenVerzoekGroepen
            {
                Items = new[] { new Pupils.ctpGroepVerzoek { key = "g5" }, new Pupils.ctpGroepVerzoek { key = "plus" } },
                ItemsElementName = new[] { Pupils.ItemsChoiceType1.groep, Pupils.ItemsChoiceType1.samengestelde_groep },
            },
        };
        Print("HaalLeerlingen", Names(((Pupils.ctpLeerlinggegevensLeerlingen)inSteps.HaalLeerlingen(some).Item).leerlingen));

        var teachers = new Pupils.ctpLeerkrachtenVerzoek
        {
            schooljaar = "2025-2026", brincode = "99XX", xsdversie = "2.2",
            groepen = new Pupils.ctpLeerkrachtenVerzoekGroepen
            {
                Items = new[] { new Pupils.ctpGroepVerzoek { key = "g4" } },
                ItemsElementName = new[] { Pupils.ItemsChoiceType2.groep },
            },
        };
        var teacher = ((Pupils.ctpLeerlinggegevensLeerkrachten)inSteps.HaalLeerkrachten(teachers).Item).leerkrachten[0];
        Print("HaalLeerkrachten", Name(teacher.roepnaam, teacher.voorvoegsel, teacher.achternaam) + " (" + teacher.groepen.Items[0].Items[0] + ")");

        try
        {
            results.autorisatie.autorisatiesleutel = "een-andere-sleutel";
            results.BrengLeerresultaten(leerresultaten);
        }
        catch (SoapException error)
        {
            Print("fout", error.Code.Name + ": " + error.Message.Split('(')[0]);
        }
    }

    static Results.ctpLeerresultatenVerzoek Leerresultaten(string toetscode)
    {
        return new Results.ctpLeerresultatenVerzoek
        {
            school = new Results.ctpSchool { schooljaar = "2025-2026", brincode = "99XX", aanmaakdatum = DateTime.Now, xsdversie = "2.2" },
            toetsafnames = new[]
            {
                new Results.ctpToetsafname
                {
                    leerlingid = "L-1",
                    resultaten = new[]
                    {
                        new Results.ctpResultaat { key = toetscode + "-1", afnamedatum = new DateTime(2026, 1, 14), toetscode = toetscode, score = "7" },
                    },
                },
            },
            toetsen = new[]
            {
                new Results.ctpToets
                {
                    toetscode = new Results.ctpVocabulaireGebondenVeld { Value = toetscode, vocabulaire = "urn:voorbeeld:toetsen" },
                    toetsnaam = "Rekenen",
                },
            },
        };
    }

    static Results.ctpAutorisatie ForResults(string sleutel)
    {
        return new Results.ctpAutorisatie { autorisatiesleutel = sleutel, klantcode = klantcode, klantnaam = klantnaam };
    }

    static Pupils.ctpAutorisatie ForPupils(string sleutel)
    {
        return new Pupils.ctpAutorisatie { autorisatiesleutel = sleutel, klantcode = klantcode, klantnaam = klantnaam };
    }

    static string Names(Pupils.LeerlingType[] pupils)
    {
        return string.Join(", ", pupils.Select(one => Name(one.roepnaam, one.voorvoegsel, one.achternaam)));
    }

    static string Name(params string[] parts)
    {
        return string.Join(" ", parts.Where(part => part != null));
    }

    static void Print(string operation, string read)
    {
        Console.WriteLine(operation + "\t" + read);
    }
}
