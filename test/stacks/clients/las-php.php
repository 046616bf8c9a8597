<?php
// An administration made with PHP's SoapServer and our WSDLs. Run by `php -S`; LAS_WSDL is the directory of the WSDLs. What it read of
// a delivery it writes to LAS_READ.

class Administration
{
    private ?object $autorisatie = null;

    public function autorisatie(object $autorisatie): void
    {
        $this->autorisatie = $autorisatie;
    }

    public function BrengLeerresultaten(object $verzoek): object
    {
        if ($verzoek->school->brincode === '99XY') {
            throw new SoapFault('Client.LeerlingOngeldig', 'Die leerling is hier niet');
        }
        $results = [];
        foreach ($verzoek->toetsafnames->toetsafname as $afname) {
            foreach ($afname->resultaten->resultaat as $resultaat) {
                $results[] = "$afname->leerlingid $resultaat->key $resultaat->toetscode " . ($resultaat->score ?? 'oso');
            }
        }
        $read = ['klantcode' => $this->autorisatie?->klantcode, 'schooljaar' => $verzoek->school->schooljaar, 'results' => $results];
        file_put_contents(getenv('LAS_READ'), json_encode($read));
        return new stdClass();
    }

    public function HaalLeerlinggegevens(object $verzoek): array
    {
        return ['leerlinggegevens' => [
            'school' => ['schooljaar' => $verzoek->schooljaar, 'brincode' => $verzoek->brincode, 'xsdversie' => $verzoek->xsdversie],
            'groepen' => ['groep' => [['key' => 'g5', 'naam' => 'Groep 5', 'jaargroep' => '5']]],
            'leerlingen' => ['leerling' => [
                ['key' => 'L-1', 'achternaam' => 'Testema', 'voorvoegsel' => 'van', 'roepnaam' => 'Anna', 'jaargroep' => '5', 'groep' => ['key' => 'g5']],
                ['key' => 'L-2', 'achternaam' => 'Verzonnen', 'roepnaam' => 'Björn', 'jaargroep' => '5', 'groep' => ['key' => 'g5']],
            ]],
        ]];
    }
}

$service = basename(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    exit('ready');
}
$server = new SoapServer(getenv('LAS_WSDL') . "/$service.wsdl", ['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
$server->setClass(Administration::class);
$server->handle();
