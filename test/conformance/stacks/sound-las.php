<?php
// A sound administration for UWLR 2.2, made with PHP's SoapServer, the WSDLs and the XSDs. Run by `php -S`. LAS_ROOT holds `wsdl` and
// `schemas`; LAS_STATE is a file for what it remembers; LAS_CALLER has autorisatiesleutel, klantcode and klantnaam as JSON.

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const BASE = 'http://www.edustandaard.nl/leerresultaten/2/';
const SERVICES = ['leerlinggegevens' => 'Leerlinggegevens', 'leerresultaten' => 'Leerresultaten'];
const ROOTS = ['leerlinggegevens_verzoek', 'structuur_verzoek', 'leerlingen_verzoek', 'leerkrachten_verzoek', 'leerresultaten_verzoek'];
const YEAR = '2026-2027';
const CHANGED = '2026-09-01T08:00:00+02:00';
const SUBJECTS_URI = 'http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd';
const SUBJECTS = ['Voorschoolse educatie', 'Kleuteronderwijs', 'Mondeling Taalonderwijs', 'Groep 3 lezen, taal en spelling', 'Spelling',
    'Voortgezet taal', 'Begrijpend/studerend lezen', 'Voortgezet technisch lezen', 'Voortgezet lezen', 'Schrijven', 'Engels', 'Fries',
    'Rekenen en wiskunde', 'Wereldoriëntatie', 'Verkeer', 'Natuur- en techniekonderwijs', 'Aardrijkskunde', 'Geschiedenis',
    'Godsdienst / levensbeschouwing', 'Bewegen', 'Beeldende vorming', 'Muzische vorming of muziek', 'Drama'];

function eckid(string $who): string
{
    return 'https://ketenid.nl/pilot/' . hash('sha512', $who);
}

const GROUPS = [['key' => 'g4', 'naam' => 'Groep 4', 'jaargroep' => '4'], ['key' => 'g5', 'naam' => 'Groep 5', 'jaargroep' => '5']];
const COMBINED = [['key' => 'plus', 'naam' => 'Plusklas']];

function pupils(): array
{
    $pupil = fn (string $key, string $call, ?string $prefix, string $family, string $born, string $year, ?string $group, array $combined) =>
        array_filter(['key' => $key, 'eckid' => eckid($key), 'achternaam' => $family, 'voorvoegsel' => $prefix, 'roepnaam' => $call,
            'geboortedatum' => $born, 'jaargroep' => $year, 'groep' => $group === null ? null : ['key' => $group],
            'samengestelde_groepen' => $combined === [] ? null : ['samengestelde_groep' => array_map(fn ($one) => ['key' => $one], $combined)],
        ], fn ($part) => $part !== null);
    return [
        $pupil('L-1', 'Anna', 'van', 'Testema', '2017-10-03', '4', 'g4', ['plus']),
        $pupil('L-2', 'Björn', null, 'Verzonnen', '2016-12-24', '5', 'g5', []),
        $pupil('L-3', 'Cato', 'de', 'Nepstra', '2016-05-30', '5', null, ['plus']),
    ];
}

function staff(): array
{
    return [
        ['key' => 'K-1', 'eckid' => eckid('K-1'), 'achternaam' => 'Docent', 'roepnaam' => 'Daan', 'emailadres' => 'daan@school.example',
            'groepen' => ['groep' => [['key' => 'g4', 'rol' => 'LRK'], ['key' => 'g5', 'rol' => 'LRK']]]],
        ['key' => 'K-2', 'achternaam' => 'Leerkracht', 'voorvoegsel' => 'van de', 'roepnaam' => 'Eva'],
    ];
}

/** A fault with its code in the namespace of the envelope. */
class Refusal extends SoapFault
{
    public function __construct(string $code, string $words)
    {
        parent::__construct([ENVELOPE, $code], $words);
    }
}

/** Gives one fault, whatever is asked. */
class Refusing
{
    public function __construct(private Refusal $refusal)
    {
    }

    public function __call(string $name, array $arguments): never
    {
        throw $this->refusal;
    }
}

class Administration
{
    public function HaalLeerlinggegevens(object $asked): array
    {
        return $this->unlessNothing($asked) ?? ['leerlinggegevens' => [
            'school' => $this->school(),
            'groepen' => ['groep' => GROUPS, 'samengestelde_groep' => COMBINED],
            'leerlingen' => ['leerling' => pupils()],
            'leerkrachten' => ['leerkracht' => staff()],
        ]];
    }

    public function HaalStructuur(object $asked): array
    {
        $groups = ['groep' => GROUPS, 'samengestelde_groep' => COMBINED];
        return $this->unlessNothing($asked) ?? ['leerlinggegevens-structuur' => ['school' => $this->school(), 'groepen' => $groups]];
    }

    public function HaalLeerlingen(object $asked): array
    {
        $in = fn (array $pupil) => [
            'groep' => isset($pupil['groep']) ? [$pupil['groep']['key']] : [],
            'samengestelde_groep' => array_column($pupil['samengestelde_groepen']['samengestelde_groep'] ?? [], 'key'),
        ];
        $members = $this->members(pupils(), $asked, $in);
        $content = ['school' => $this->school(), 'leerlingen' => ['leerling' => $members]];
        return $this->unlessNothing($asked) ?? ($members === [] ? ['geengegevens' => new stdClass()] : ['leerlinggegevens-leerlingen' => $content]);
    }

    public function HaalLeerkrachten(object $asked): array
    {
        $in = fn (array $one) => ['groep' => array_column($one['groepen']['groep'] ?? [], 'key'), 'samengestelde_groep' => []];
        $members = $this->members(staff(), $asked, $in);
        $content = ['school' => $this->school(), 'leerkrachten' => ['leerkracht' => $members]];
        return $this->unlessNothing($asked) ?? ($members === [] ? ['geengegevens' => new stdClass()] : ['leerlinggegevens-leerkrachten' => $content]);
    }

    public function BrengLeerresultaten(object $message): object
    {
        $state = @json_decode((string) @file_get_contents(getenv('LAS_STATE')), true) ?? [];
        $created = moment($message->school->aanmaakdatum);
        if (isset($state['last']) && $created <= moment($state['last'])) {
            throw new Refusal('Client.OngeldigBericht', 'De aanmaakdatum is niet later dan die van het vorige bericht');
        }
        $known = array_column(pupils(), 'key');
        foreach ($message->toetsafnames->toetsafname as $one) {
            if (!in_array(trim($one->leerlingid), $known, true)) {
                throw new Refusal('Client.LeerlingOngeldig', 'Een leerling is hier niet bekend');
            }
        }
        file_put_contents(getenv('LAS_STATE'), json_encode(['last' => $message->school->aanmaakdatum]));
        return new stdClass();
    }

    private function school(): array
    {
        $now = new DateTimeImmutable('now', new DateTimeZone('Europe/Amsterdam'));
        return ['schooljaar' => YEAR, 'brincode' => '99XX', 'aanmaakdatum' => $now->format('Y-m-d\TH:i:s.vP'), 'xsdversie' => '2.2'];
    }

    private function unlessNothing(object $asked): ?array
    {
        if ($asked->schooljaar !== YEAR) {
            return ['geengegevens' => new stdClass()];
        }
        $since = $asked->laatstontvangengegevens ?? null;
        return $since !== null && moment($since) >= moment(CHANGED) ? ['geenwijzigingen' => new stdClass()] : null;
    }

    /** Those who are in one of the groups, or in none of a kind that was asked for without key. */
    private function members(array $people, object $asked, callable $in): array
    {
        $isIn = function (array $person) use ($asked, $in): bool {
            foreach ($in($person) as $kind => $keys) {
                foreach ($asked->groepen->$kind ?? [] as $reference) {
                    if (isset($reference->key) ? in_array($reference->key, $keys, true) : $keys === []) {
                        return true;
                    }
                }
            }
            return false;
        };
        return array_values(array_filter($people, $isIn));
    }
}

function moment(string $text): DateTimeImmutable
{
    return new DateTimeImmutable($text, new DateTimeZone('Europe/Amsterdam'));
}

/** The message as it came in, read by libxml2. Throws `Refusal` with what is wrong with it. */
function checked(string $body, string $service): DOMDocument
{
    if (strtolower($_SERVER['HTTP_CONTENT_ENCODING'] ?? '') === 'gzip') {
        $body = (string) @gzdecode($body);
    }
    if (preg_match('/charset="?(iso-8859-1|windows-1252)/i', $_SERVER['CONTENT_TYPE'] ?? '', $found) && !str_contains(substr($body, 0, 100), 'encoding=')) {
        $body = iconv($found[1], 'UTF-8', $body);
    }
    libxml_use_internal_errors(true);
    $document = new DOMDocument();
    if ($body === '' || !$document->loadXML($body, LIBXML_NONET) || $document->doctype !== null) {
        throw new Refusal('Client.OngeldigBericht', 'Het bericht is geen bruikbare XML');
    }
    $root = $document->documentElement;
    if ($root->localName === 'Envelope' && $root->namespaceURI !== ENVELOPE) {
        throw new Refusal('VersionMismatch', 'Alleen SOAP 1.1 wordt hier gesproken');
    }
    $path = new DOMXPath($document);
    foreach (['s' => ENVELOPE, 'a' => BASE . 'autorisatie'] as $prefix => $uri) {
        $path->registerNamespace($prefix, $uri);
    }
    $payload = $path->query('/s:Envelope/s:Body/*')->item(0);
    $caller = json_decode(getenv('LAS_CALLER'), true);
    $said = [];
    foreach (array_keys($caller) as $name) {
        $said[$name] = trim($path->evaluate("string(/s:Envelope/s:Header/a:autorisatie/a:$name | /s:Envelope/s:Header/a:autorisatie/$name)"));
    }
    if ($payload === null) {
        throw new Refusal('Client.OngeldigBericht', 'Er staat geen bericht in de Body');
    }
    if (in_array('', $said, true)) {
        throw new Refusal('Client.AutorisatieOngeldig', 'De autorisatieheader ontbreekt of is onvolledig');
    }
    if ($said['klantcode'] !== $caller['klantcode'] || $said['klantnaam'] !== $caller['klantnaam']) {
        throw new Refusal('Client.OngeldigeKlantIdentificatie', 'De klant is niet bekend');
    }
    $value = fn (string $name) => trim($path->evaluate("string((/s:Envelope/s:Body//*[local-name()='$name'])[1])"));
    if (!in_array($payload->localName, ROOTS, true) || $payload->namespaceURI !== BASE . $service) {
        throw new Refusal('Client.OngeldigBericht', 'Het bericht is hier niet bekend');
    }
    if ($value('xsdversie') !== '' && $value('xsdversie') !== '2.2') {
        throw new Refusal('Client.XsdVersieOngeldig', 'Alleen 2.2 wordt hier gesproken');
    }
    $alone = new DOMDocument();
    $alone->appendChild($alone->importNode($payload, true));
    if (!$alone->schemaValidate(getenv('LAS_ROOT') . '/schemas/2.2/UWLR_' . SERVICES[$service] . '.xsd')) {
        throw new Refusal('Client.OngeldigBericht', 'Het bericht voldoet niet aan het schema');
    }
    $elsewhere = !in_array($value('dependancecode'), ['', '00'], true);
    if ($said['autorisatiesleutel'] !== $caller['autorisatiesleutel'] || $value('brincode') !== '99XX' || $elsewhere) {
        throw new Refusal('Client.AutorisatieOngeldig', 'De sleutel geeft geen toegang tot deze school');
    }
    foreach ($path->query("/s:Envelope/s:Body//*[@vocabulaire='" . SUBJECTS_URI . "']") as $term) {
        if (!in_array($term->textContent, SUBJECTS, true)) {
            throw new Refusal('Client.VocabulaireTermOngeldig', 'Een term staat niet in het vocabulaire');
        }
    }
    return $document;
}

$service = basename(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$isWsdl = $_SERVER['REQUEST_METHOD'] === 'GET' && strtolower($_SERVER['QUERY_STRING'] ?? '') === 'wsdl';
if (!isset(SERVICES[$service]) || !($isWsdl || $_SERVER['REQUEST_METHOD'] === 'POST')) {
    http_response_code(isset(SERVICES[$service]) ? 405 : 404);
    exit;
}
$options = ['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS];
$server = new SoapServer(getenv('LAS_ROOT') . "/wsdl/2.2/$service.wsdl", $options);
if ($isWsdl) {
    $server->handle();
    exit;
}
try {
    $document = checked((string) file_get_contents('php://input'), $service);
    // The header has been read, and no method takes it.
    foreach (iterator_to_array($document->getElementsByTagNameNS(BASE . 'autorisatie', 'autorisatie')) as $header) {
        $header->parentNode->removeChild($header);
    }
    $document->encoding = 'UTF-8';
    $server->setObject(new Administration());
    $server->handle($document->saveXML());
} catch (Refusal $refusal) {
    $root = $service === 'leerresultaten' ? 'leerresultaten_verzoek' : 'leerlinggegevens_verzoek';
    $server->setObject(new Refusing($refusal));
    $server->handle('<s:Envelope xmlns:s="' . ENVELOPE . '"><s:Body><' . $root . ' xmlns="' . BASE . $service . '"/></s:Body></s:Envelope>');
}
